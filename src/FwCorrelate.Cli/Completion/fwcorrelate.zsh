#compdef fwcorrelate
# Completion of fwcorrelate for zsh: as _fwcorrelate in a folder of $fpath, or eval "$(fwcorrelate completion zsh)" after compinit.
_fwcorrelate() {
    local -a found
    found=(${(f)"$(${words[1]} "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)"})
    found=(${${found:#/*}:#-\?})
    compadd -a found || _files
}
compdef _fwcorrelate fwcorrelate
