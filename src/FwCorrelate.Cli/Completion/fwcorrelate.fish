# Completion of fwcorrelate for fish: as fwcorrelate.fish in ~/.config/fish/completions, or fwcorrelate completion fish | source
function __fwcorrelate_complete
    set -l line (commandline -cp)
    set -l program (commandline -op)[1]
    $program "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null | string match -v -r '^(/|-\?$)'
end
complete -c fwcorrelate -a '(__fwcorrelate_complete)'
