# Looks for programs; sourced by the other scripts, with the repository as the current folder.
tools=$PWD/.tools/root

has() { command -v "$1" >/dev/null 2>&1; }

# newer FOUND WANTED: whether version FOUND is WANTED or later.
newer() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]; }

# Puts what was unpacked under .tools on the paths.
find_tools() {
    PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
    [ -x .venv/bin/node ] && PATH=$PWD/.venv/bin:$PATH
    [ -x .tools/bin/cc ] && PATH=$PATH:$PWD/.tools/bin
    export PATH
    [ -d "$tools" ] || return 0
    PATH=$PATH:$tools/usr/bin
    for library in "$tools"/usr/lib/*-linux-gnu "$tools"/lib/*-linux-gnu "$tools"/usr/lib/*-linux-gnu/*/; do
        [ -d "$library" ] && LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}${library%/}
    done
    [ -f .tools/fonts.conf ] && FONTCONFIG_FILE=$PWD/.tools/fonts.conf && export FONTCONFIG_FILE
    export LD_LIBRARY_PATH
}

# The folder of the newest Postgres server of version 14 or later, or nothing.
find_postgres() {
    for folder in ${PORTAL_POSTGRES_BIN:-} "$tools"/usr/lib/postgresql/*/bin /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
        /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin /usr/local/pgsql/bin \
        $(pg_config --bindir 2>/dev/null) $(dirname "$(command -v postgres || echo /none/postgres)"); do
        [ -x "$folder/postgres" ] || continue
        folder=$(dirname "$(readlink -f "$folder/postgres")")
        [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] || continue
        version=$("$folder/postgres" --version 2>/dev/null | sed 's/^.*(PostgreSQL) \([0-9]*\).*/\1/')
        [ "${version:-0}" -ge 14 ] && echo "$version $folder"
    done | sort -rn | head -n 1 | cut -d ' ' -f 2-
}

# A Chrome or Chromium that runs without a desktop, or nothing. Ubuntu's chromium-browser only asks for a snap.
find_chromium() {
    for program in ${CHROMIUM:-} "$tools/usr/lib/chromium/chromium" chromium google-chrome google-chrome-stable chrome \
        "$PWD"/.tools/browsers/chromium*/*/*headless*shell "$PWD"/.tools/browsers/chromium*/*/headless_shell \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        found=$(command -v "$program" 2>/dev/null) || continue
        [ -f "$found" ] && [ -x "$found" ] && echo "$found" && return
    done
}

# Node 20 or later, which the browser driver asks for.
has_node() {
    has npm && newer "$(node --version 2>/dev/null | tr -d v)" 20
}

has_chinese_font() {
    [ "$(uname)" = Darwin ] && return 0
    [ -n "$(find /usr/share/fonts /usr/local/share/fonts "$tools/usr/share/fonts" -name '*CJK*' 2>/dev/null | head -n 1)" ]
}

# Python with the means to make a virtual environment: its own, or the wheel of pip that was unpacked.
has_venv() {
    python3 -c 'import venv, ensurepip' >/dev/null 2>&1 || { has python3 && [ -n "$(pip_wheel)" ]; }
}

pip_wheel() {
    find "$tools/usr/share/python-wheels" -name 'pip-*.whl' 2>/dev/null | head -n 1
}

make_venv() {
    rm -rf .venv
    if python3 -c 'import venv, ensurepip' >/dev/null 2>&1 && [ -z "$(pip_wheel)" ]; then
        python3 -m venv .venv
    else
        python3 -m venv --without-pip .venv
        .venv/bin/python "$(pip_wheel)/pip" install --quiet --disable-pip-version-check --no-index \
            --find-links "$tools/usr/share/python-wheels" pip 2>/dev/null ||
            .venv/bin/python "$(pip_wheel)/pip" install --quiet --disable-pip-version-check pip
    fi
}

find_tools
