# ruleid: floating-base-image
FROM node AS build
# ruleid: floating-base-image
FROM alpine:latest AS latest
# ok: floating-base-image
FROM alpine:3.20 AS tools
# ok: floating-base-image
FROM alpine@sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d AS pinned
# ok: floating-base-image
FROM localhost:5000/team/base:1.2 AS inner
# ok: floating-base-image
FROM scratch AS empty
# ok: floating-base-image
FROM $BASE AS given
# ok: floating-base-image
FROM tools AS more
# ok: image-runs-as-root
USER root

# Scripts
# ruleid: script-piped-to-shell
RUN curl -fsSL https://example.com/install.sh | sh
# ruleid: script-piped-to-shell
RUN apt-get update && curl -fsSL https://example.com/setup | bash -s -- --yes && rm -rf /var/lib/apt/lists/*
# ruleid: script-piped-to-shell
RUN wget -qO- https://example.com/setup | sudo -E bash -
# ruleid: script-piped-to-shell
RUN bash <(curl -s https://example.com/setup)
# ruleid: script-piped-to-shell
RUN sh -c "$(curl -fsSL https://example.com/setup)"
# ok: script-piped-to-shell
RUN curl -fsSL https://example.com/key.asc | gpg --dearmor -o /usr/share/keyrings/example.gpg
# ok: script-piped-to-shell
RUN curl -fsSL https://example.com/list | sudo tee /etc/apt/sources.list.d/example.list
# ok: script-piped-to-shell
RUN curl -fsSL https://example.com/tool.tgz | tar xz -C /opt

# Downloads
# ruleid: unencrypted-download
RUN wget https://example.com/tool.tgz
# ruleid: unencrypted-download
RUN curl -fsSLo tool.tgz "https://example.com/tool.tgz"
# ruleid: unencrypted-download
ADD https://example.com/tool.tgz /opt/
# ok: unencrypted-download
RUN curl -fsSLo tool.tgz http://example.com/tool.tgz && echo "$SUM  tool.tgz" | sha256sum -c -
# ok: unencrypted-download
RUN curl --fail http://localhost:8080/health
# ok: unencrypted-download
RUN curl --fail https://example.com/tool.tgz
# ok: unencrypted-download
HEALTHCHECK --interval=5s CMD curl --fail http://example.com/
# ok: unchecked-remote-add
ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/tool.tgz /opt/
# ok: unchecked-remote-add
ADD https://github.com/example/tool.git#v1.0 /src
# ok: unchecked-remote-add
ADD tool.tgz /opt/

# Checks that are turned off
# ruleid: build-certificate-unchecked
RUN curl -fsSLk https://example.com/tool.tgz
# ruleid: build-certificate-unchecked
RUN if true; then curl --insecure -o tool https://example.com/tool; fi
# ruleid: build-certificate-unchecked
RUN wget --no-check-certificate https://example.com/tool
# ruleid: build-certificate-unchecked
RUN git config --global http.sslVerify false
# ruleid: build-certificate-unchecked
RUN npm config set strict-ssl false
# ruleid: build-certificate-unchecked
RUN pip install --trusted-host pypi.example.com tool
# ok: build-certificate-unchecked
RUN curl -fsSL https://example.com/tool.tgz -o ok
# ok: build-certificate-unchecked
RUN curl -k https://localhost:8443/ready
# ruleid: package-signature-unchecked
RUN apt-get install -y --allow-unauthenticated tool
# ruleid: package-signature-unchecked
RUN dnf install -y --nogpgcheck tool
# ruleid: package-signature-unchecked
RUN apk add --no-cache --allow-untrusted tool.apk
# ruleid: package-signature-unchecked
RUN echo "deb [arch=amd64 trusted=yes] https://example.com/apt stable main" > /etc/apt/sources.list.d/tool.list
# ok: package-signature-unchecked
RUN echo "deb [signed-by=/usr/share/keyrings/a.gpg] https://example.com/apt stable main" > /etc/apt/sources.list.d/tool.list
# ruleid: tls-check-off-in-environment
ENV NODE_TLS_REJECT_UNAUTHORIZED=0
# ruleid: tls-check-off-in-environment
ENV LANG=C.UTF-8 PYTHONHTTPSVERIFY="0" HOME=/home
# ruleid: tls-check-off-in-environment
ENV GIT_SSL_NO_VERIFY true
# ok: tls-check-off-in-environment
ENV NODE_TLS_REJECT_UNAUTHORIZED=1

# Secrets
# ruleid: secret-in-image-history
ENV PGPASSWORD=hunter2
# ruleid: secret-in-image-history
ENV JWT_SIGNING_KEY=hunter2-blue
# ok: secret-in-image-history
ENV OLDPWD=/app
# ruleid: secret-in-image-history
RUN aws configure set aws_secret_access_key hunter2blue
# ok: secret-in-image-history
RUN aws configure set aws_secret_access_key $GIVEN
# ruleid: secret-in-image-history
RUN docker login -u shop -p hunter2 registry.example.com
# ok: secret-in-image-history
RUN docker login -u shop --password-stdin registry.example.com < /run/secrets/registry
# ruleid: secret-in-image-history
ARG NPM_TOKEN
# ruleid: secret-in-image-history
ARG DB_PASSWORD=hunter2
# ruleid: secret-in-image-history
ENV LANG=C API_KEY=$API_KEY
# ok: secret-in-image-history
ARG NODE_VERSION=22
# ok: secret-in-image-history
ENV DB_PASSWORD_FILE=/run/secrets/db
# ok: secret-in-image-history
ENV API_KEY=""
# ok: secret-in-image-history
ENV SECRET_KEY=dummy
# ok: secret-in-image-history
ENV PUBLIC_API_KEY=abc
# ruleid: private-key-in-image
COPY id_rsa /root/.ssh/id_rsa
# ruleid: private-key-in-image
COPY --chown=app:app .aws/credentials /home/app/.aws/credentials
# ok: private-key-in-image
COPY id_rsa.pub /root/.ssh/authorized_keys
# ok: private-key-in-image
COPY --from=build /root/.ssh /root/.ssh
# ruleid: password-set-in-image
RUN echo "root:toor" | chpasswd
# ruleid: password-set-in-image
RUN apt-get update && echo 'app:app' | sudo chpasswd
# ok: password-set-in-image
RUN echo "root:$PASSWORD" | chpasswd

# Rights
# ruleid: passwordless-sudo-in-image
RUN echo "app ALL=(ALL) NOPASSWD:ALL" >> /etc/sudoers.d/app
# ok: passwordless-sudo-in-image
RUN echo "app ALL=(ALL) NOPASSWD: /usr/bin/apt-get" >> /etc/sudoers.d/app
# ruleid: world-writable-in-image
RUN mkdir /data && chmod -R 777 /data
# ruleid: world-writable-in-image
RUN chmod a+rwx /data
# ok: world-writable-in-image
RUN chmod 1777 /tmp
# ok: world-writable-in-image
RUN chmod 777 /tmp
# ok: world-writable-in-image
RUN chmod 755 /data
# ruleid: world-writable-in-image
RUN ["chmod", "666", "/data/settings"]
# ruleid: world-writable-in-image
COPY --chmod=0777 entrypoint.sh /
# ok: world-writable-in-image
COPY --chmod=755 entrypoint.sh /
# ruleid: script-piped-to-shell
RUN ["/bin/sh", "-c", "curl https://example.com/install.sh | sh"]
# ruleid: ssh-server-in-image
EXPOSE 80 22
# ok: ssh-server-in-image
EXPOSE 2222 8022

# ok: image-runs-as-root
USER root
RUN apt-get update
USER app
RUN ls
# ruleid: image-runs-as-root
USER 0
CMD ["ls"]
