#!/usr/bin/env bash
# Instructions that the hot path takes, counted by valgrind: the same on every run, whatever else the machine does.
#
#   benches/counts.sh            fails where a count rose by more than 5 % over benches/counts.csv
#   benches/counts.sh --write    writes benches/counts.csv anew: only after a rise that is worth it, or a gain
#
# Counts of the release program's own code; the C library's are left out, since it chooses its routines by the processor.
# Start-up, which grows with the model, is counted once and taken off the others, which are given per sentence. Needs
# x86-64, valgrind (without either it says so and skips) and some 10 seconds of CPU time.
set -euo pipefail
cd "$(dirname "$0")/.."

most_percent=5
kept=benches/counts.csv
program=target/release/stance
work=target/counts
mkdir -p "$work"

fail() { echo "counts: $*" >&2; exit 1; }
skip() { echo "counts: skipped: $*"; exit 0; }

[ "$(uname -m)" = x86_64 ] || skip "the kept counts are of x86-64, this machine is $(uname -m)"
command -v valgrind > /dev/null || skip "valgrind is not here (Debian and Ubuntu: apt install valgrind)"
cargo build --release --quiet --bin stance

# Sums the counts of one object file in callgrind's output; a line after `calls=` counts what was called.
own='/^ob=/ { match($0, /\([0-9]+\)/); id = substr($0, RSTART, RLENGTH); if (NF > 1) name[id] = $2; own = name[id] ~ /\/stance$/ }
     /^cob=/ && NF > 1 { match($0, /\([0-9]+\)/); name[substr($0, RSTART, RLENGTH)] = $2 }
     /^calls=/ { called = 1; next }
     /^[0-9+*-]/ { if (called) called = 0; else if (own) sum += $2 }
     END { printf "%.0f\n", sum }'

# count NAME ARGUMENTS...: instructions of one run of `stance label`; what it says of its sentences is kept.
count() {
    local name=$1
    shift
    valgrind --quiet --tool=callgrind --callgrind-out-file="$work/$name.out" \
        "$program" label --threads 1 --format csv "$@" > "$work/$name.csv" 2> "$work/$name.log" \
        || fail "$name: $(tail -n 3 "$work/$name.log")"
    awk "$own" "$work/$name.out"
}

sentences() { grep -oE '[0-9]+ sentences' "$work/$1.log" | cut -d ' ' -f 1; }

head -n 2001 data/corpus/sentences.csv > "$work/many.in.csv"
head -n 2 data/corpus/sentences.csv > "$work/one.in.csv"
# The three at once: each starts the program anew, which is most of the work.
count one --unit sentence "$work/one.in.csv" > "$work/one.count" &
count many --unit sentence "$work/many.in.csv" > "$work/many.count" &
count articles seeds/articles > "$work/articles.count" &
for job in $(jobs -p); do wait "$job"; done
one=$(< "$work/one.count") many=$(< "$work/many.count") articles=$(< "$work/articles.count")

{
    echo "what,instructions"
    echo "start-up: a KB of the model,$(( one * 1000 / $(stat -c %s models/stance.safetensors) ))"
    echo "a row that is a sentence,$(( (many - one) / $(sentences many) ))"
    echo "a sentence of an article,$(( (articles - one) / $(sentences articles) ))"
} > "$work/counts.csv"

if [ "${1:-}" = --write ]; then
    cp "$work/counts.csv" "$kept"
    cat "$kept"
    exit
fi

# Every kept count beside the new one; fails where one rose too far, or where the two files count different things.
paste -d , "$kept" "$work/counts.csv" | awk -F , -v most="$most_percent" -v rustc="$(rustc --version)" '
    $1 != $3 { print "counts: " $1 " is kept and " $3 " was counted: benches/counts.sh --write"; bad = 1; exit }
    NR == 1 { printf "%-28s %14s %14s %8s\n", "instructions", "kept", "now", "change"; next }
    { rise = ($4 / $2 - 1) * 100; printf "%-28s %14d %14d %+7.1f%%\n", $1, $2, $4, rise; if (rise > most) bad = 1 }
    END { if (bad) { print "counts: more than " most " % above benches/counts.csv (counted now with " rustc ")"; exit 1 } }'
