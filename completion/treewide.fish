# SPDX-License-Identifier: GPL-2.0
# Completion of treewide for fish: `treewide complete` knows what may stand next.

function __treewide_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l option (string match -r -- '^--[a-z-]+=' $words[-1])
    set -l value (string replace -r -- '^--[a-z-]+=' '' $words[-1])
    for line in (command $words[1] complete $words[2..-1] 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path $value | string replace -r -- '^' "$option"
            case ':dirs'
                __fish_complete_directories $value | string replace -r -- '^' "$option"
            case '*'
                echo "$option$line"
        end
    end
end

complete -c treewide -f -a '(__treewide_complete)'
