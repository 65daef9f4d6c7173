#!/bin/sh
# Makes the Python environment of the reference scripts, with the pinned versions.
#   make_venv.sh [--minilm | --teacher] [FOLDER]     FOLDER: target/reference-venv by default
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
requirements=requirements-sklearn.txt
case "${1:-}" in
--minilm | --teacher)
    requirements=requirements-${1#--}.txt
    shift
    ;;
esac
case "${1:-}" in
-*)
    echo "usage: make_venv.sh [--minilm | --teacher] [FOLDER]" >&2
    exit 2
    ;;
esac
venv=${1:-$root/target/reference-venv}

python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --requirement "$here/$requirements"
echo "$venv/bin/python"
