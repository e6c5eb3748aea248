# The language server, its command line and the MCP server. Mount the repository at /workspace:
#   docker run --rm --interactive --volume "$PWD:/workspace:ro" IMAGE check
#   docker run --rm --interactive --volume "$PWD:/workspace:ro" IMAGE mcp
# Build it with the npm package of a release beside this file: docker build --build-arg VERSION=1.0.0 .
FROM node:24-slim
ARG VERSION=1.0.0
# `compare` and the MCP server read revisions with Git. The mounted repository belongs to another user.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends git \
 && rm -rf /var/lib/apt/lists/* \
 && git config --system --add safe.directory /workspace
COPY kubestack-${VERSION}.tgz /tmp/kubestack.tgz
RUN npm install --global --offline --no-audit --no-fund /tmp/kubestack.tgz && rm /tmp/kubestack.tgz
LABEL io.modelcontextprotocol.server.name="io.github.vscode-kubestack/kubestack"
USER node
WORKDIR /workspace
ENTRYPOINT ["kubestack-language-server"]
CMD ["--help"]
