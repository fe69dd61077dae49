# A throw-away Postgres for scripts: `start_scratch` makes one in a temporary folder, migrates it and sets DATABASE_URL; it
# ends with the script. Sourced, after find.sh.
start_scratch() {
    bin=$(find_postgres)
    [ -n "$bin" ] || { echo "Postgres is missing; run 'make setup'" >&2 && exit 1; }
    scratch=$(mktemp -d "${TMPDIR:-/tmp}/pp-scratch.XXXXXX")
    trap stop_scratch EXIT
    trap 'exit 1' INT TERM
    chmod 711 "$scratch"
    mkdir -m 700 "$scratch/server"
    [ "$(id -u)" != 0 ] || chown postgres "$scratch/server"
    as_server "'$bin/initdb' -U portal -A trust -E UTF8 --locale=C --no-sync -D '$scratch/server/data' >'$scratch/server/log'"
    as_server "'$bin/pg_ctl' start -s -w -D '$scratch/server/data' -l '$scratch/server/log' \
        -o \"-c listen_addresses='' -c unix_socket_directories='$scratch/server' -c fsync=off\""
    for migration in migrations/*.sql; do
        "$bin/psql" -q -X -h "$scratch/server" -U portal -d postgres -1 -v ON_ERROR_STOP=1 -c 'set client_min_messages = warning' \
            -f "$migration" || { echo "$migration does not apply" >&2 && exit 1; }
    done
    DATABASE_URL="postgres://portal@localhost/postgres?host=$scratch/server"
    export DATABASE_URL
}

stop_scratch() {
    as_server "'$bin/pg_ctl' stop -s -m immediate -D '$scratch/server/data'" || true
    rm -rf "$scratch"
}

# Postgres refuses root: there it runs as its own account.
as_server() {
    if [ "$(id -u)" = 0 ]; then
        su postgres -s /bin/sh -c "cd / && $1"
    else
        sh -c "$1"
    fi
}
