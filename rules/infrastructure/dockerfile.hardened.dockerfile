FROM dhi.io/golang:1.24-dev AS build
RUN go build -o /app .
# ok: image-user-unset
FROM dhi.io/static:20250419
COPY --from=build /app /app
ENTRYPOINT ["/app"]
