FROM node:22 AS build
USER node
# ruleid: unchecked-remote-add
ADD https://example.com/tool.tgz /opt/
RUN npm ci
# ruleid: image-user-unset
FROM node:22
COPY --from=build /app /app
CMD ["node", "/app/server.js"]
