#!/bin/sh
# Takes our files through other tools' own code and back: run.sh [TOOL…]. Needs Python, the package index, and a built
# program (`cargo build --release`). Makes one environment a tool in target/interop, several GB in all.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
stance=${STANCE:-$root/target/release/stance}
work=${INTEROP:-$root/target/interop}
mkdir -p "$work/out"
cd "$work/out"

python() { # TOOL SCRIPT ARGUMENTS…
    tool=$1
    shift
    if [ ! -x "$work/$tool/bin/python" ]; then
        python3 -m venv "$work/$tool"
        "$work/$tool/bin/pip" install --quiet --requirement "$here/requirements/$tool.txt"
    fi
    "$work/$tool/bin/python" "$here/$1" "$2" "$3" ${4:+"$4"}
}

there_and_back() { # TOOL SCRIPT ARGUMENT FORMAT ENDING COLUMNS…
    tool=$1 script=$2 argument=$3 format=$4 ending=$5
    shift 5
    echo "== $tool $argument"
    "$stance" convert "${batch:-$here/batch.csv}" --to "$format" -o "ours-$tool$ending"
    python "$tool" "$script" "$PWD/ours-$tool$ending" "$PWD/theirs-$tool$ending" "$argument"
    "$stance" convert "theirs-$tool$ending" ${more:-} --to csv -o "back-$tool.csv"
    python3 "$here/compare.py" "${expected:-$here/batch.csv}" "back-$tool.csv" "$@"
}

all="id doc n text label alone holder note annotator time suggestion suggestion_score suggestion_model source"
for tool in ${*:-dkpro-cassis label-studio-sdk argilla doccano potato-annotation}; do
    case $tool in
    dkpro-cassis)
        there_and_back $tool cassis_json.py "" inception .json $all
        ;;
    label-studio-sdk)
        there_and_back $tool label_studio.py JSON label-studio .json $all
        there_and_back $tool label_studio.py JSON_MIN label-studio .json id doc n text label alone holder note annotator time source
        there_and_back $tool label_studio.py CSV label-studio .json id doc n text label alone holder note annotator time source
        ;;
    argilla)
        kept="id doc n text label alone holder note annotator suggestion suggestion_score suggestion_model source"
        there_and_back $tool argilla_records.py nested argilla .json $kept
        there_and_back $tool argilla_records.py flat argilla .json $kept
        ;;
    doccano)
        kept="doc n text label alone holder note annotator time suggestion suggestion_score suggestion_model source"
        there_and_back $tool doccano_project.py JSONL doccano .jsonl $kept
        there_and_back $tool doccano_project.py CSV doccano-csv .csv $kept
        ;;
    potato-annotation)
        # Potato's items are what nobody has labelled yet; its answers here are the suggestions.
        python3 "$here/unlabelled.py" "$here/batch.csv" unlabelled.csv answered.csv
        for form in jsonl csv; do
            batch=unlabelled.csv more=ours-$tool.jsonl expected=answered.csv
            there_and_back $tool potato_items.py $form potato .jsonl id doc n text label annotator suggestion suggestion_score suggestion_model source
        done
        ;;
    esac
done
