# Completion of fwcorrelate for bash: eval "$(fwcorrelate completion bash)", or this file in a folder of bash-completion.
_fwcorrelate() {
    local word
    COMPREPLY=()
    while IFS= read -r word; do
        [[ $word == "$2"* && $word != [/]* && $word != '-?' ]] && COMPREPLY+=("$word")
    done < <("$1" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
}
complete -o default -F _fwcorrelate fwcorrelate
