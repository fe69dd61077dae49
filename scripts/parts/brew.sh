# macOS: install $missing with Homebrew. Sourced by scripts/setup. Written without a machine to try it on.
case " $missing " in *" gcc "*) stop "a C compiler is missing. Type: xcode-select --install" ;; esac
has brew || stop 'Homebrew is missing. Type: /bin/bash -c "$(curl -fsSL https://raw.githubusercontent.com/Homebrew/install/HEAD/install.sh)"'
casks=
case " $missing " in *" chromium "*) casks=chromium ;; esac
formulas=$(echo " $missing " | sed 's/ postgresql / postgresql@17 /;s/ chromium / /;s/ fonts-noto-cjk / /;s/ python3-venv / python@3.13 /')
say "installing with Homebrew: $(echo $formulas $casks)"
[ -z "$(echo $formulas)" ] || brew install --quiet $formulas
[ -z "$casks" ] || brew install --quiet --cask $casks
