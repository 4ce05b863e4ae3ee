# ok: image-user-unset
FROM node:22
# ok: image-runs-as-root
USER root
RUN apt-get update
USER node
CMD ["node", "server.js"]
