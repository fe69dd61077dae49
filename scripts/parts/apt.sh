# Root on Debian or Ubuntu: install $missing with apt. Sourced by scripts/setup.
if [ "$(. /etc/os-release && echo "$ID")" = ubuntu ]; then
    # Ubuntu's package of Chromium is a snap; scripts/setup fetches a browser of its own afterwards.
    missing=$(echo " $missing " | sed "s/ chromium / $chromium_libraries /")
fi
say "installing with apt: $missing"
# The portal runs a private server; the package's own default one is not wanted.
quiet_cluster=/etc/postgresql-common/createcluster.d/zz-partner-portal.conf
case " $missing " in
*" postgresql "*)
    mkdir -p "$(dirname $quiet_cluster)"
    echo 'create_main_cluster = false' >$quiet_cluster
    ;;
esac
export DEBIAN_FRONTEND=noninteractive
{ apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >.setup.log 2>&1 || {
    rm -f $quiet_cluster
    cat .setup.log >&2
    stop "apt could not install them. Type: apt-get update && apt-get install -y $missing"
}
rm -f $quiet_cluster .setup.log
