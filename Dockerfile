FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY lib/server/setup.mjs lib/server/prepare.mjs lib/server/
RUN node lib/server/setup.mjs install
COPY . .
RUN node lib/server/setup.mjs build && npm prune --omit=dev --no-audit --no-fund && rm -rf .next/cache

FROM node:20-bookworm-slim
ENV NODE_ENV=production
# Without DATABASE_URL the embedded PostgreSQL keeps its data here.
ENV ACUSE_DATA=/data
WORKDIR /app
RUN mkdir /data && chown node:node /app /data
COPY --from=build --chown=node:node /app/package.json /app/tsconfig.json /app/next.config.ts ./
COPY --from=build --chown=node:node /app/node_modules node_modules
COPY --from=build --chown=node:node /app/db/migrations db/migrations
COPY --from=build --chown=node:node /app/lib/help/articles lib/help/articles
COPY --from=build --chown=node:node /app/public public
COPY --from=build --chown=node:node /app/.next .next
COPY --from=build --chown=node:node /app/.build .build
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD node -e "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/api/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"
CMD ["node", "--enable-source-maps", ".build/main.mjs", "start"]
