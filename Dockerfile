# The portal as an image, and the sandbox as another (--target sandbox) that no production needs. Data lies in
# /var/lib/partner-portal; nothing runs as root.
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
ENV SQLX_OFFLINE=true
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \
    cargo build --release --locked --bin portal --bin sandbox \
    && install -D -t /out target/release/portal target/release/sandbox

FROM debian:bookworm-slim AS base
# The time zones of organisations and readers come from the database; the certificates are the vendor's way in.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/partner-portal --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal -m 0700 /var/lib/partner-portal /var/lib/sandbox
COPY LICENSE /usr/share/doc/partner-portal/
USER portal

FROM base AS sandbox
COPY --from=build /out/sandbox /usr/local/bin/
ENTRYPOINT ["sandbox"]
CMD ["serve", "--state", "/var/lib/sandbox/state"]

FROM base AS portal
COPY --from=build /out/portal /usr/local/bin/
ENV PORTAL_DATA_DIR=/var/lib/partner-portal PORTAL_LISTEN=0.0.0.0:8080
VOLUME /var/lib/partner-portal
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /readyz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["portal"]
CMD ["serve"]
