#!/usr/bin/env bash
# Asks the official pages once, and says what they contradicted today and on the last day as well.
#
#     recheck_twice.sh FOLDER
#
# FOLDER keeps the results of a week: <day>.txt, and twice.txt with the lines to act on. Twice in one day is once.
# Ends with 0 whatever the pages say: this layer never blocks anybody. Prints a summary in Markdown.
set -u
shopt -s nullglob
folder=$1
today=${TODAY:-$(date -u +%F)}
mkdir -p "$folder"
gopay-help channels recheck > "$folder/$today.txt" || true

last=""
days=("$folder"/????-??-??.txt)  # in the order of their names, so of their days
for day in "${days[@]}"; do
  [ "$day" = "$folder/$today.txt" ] || last=$day
done

changed() { grep '^changed ' "$1" | sort -u; }
if [ -n "$last" ]; then
  comm -12 <(changed "$last") <(changed "$folder/$today.txt") > "$folder/twice.txt"
else
  : > "$folder/twice.txt"
fi

echo "### Official pages, $today"
echo
echo '```'
cat "$folder/$today.txt"
echo '```'
echo
echo "Contradicted today and on ${last:-no earlier day}: $(wc -l < "$folder/twice.txt")"
for day in "${days[@]:0:${#days[@]}>7?${#days[@]}-7:0}"; do rm -- "$day"; done
