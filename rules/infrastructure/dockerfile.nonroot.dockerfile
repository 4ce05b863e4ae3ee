FROM golang:1.23 AS build
RUN go build -o /app .
# ok: image-user-unset
FROM gcr.io/distroless/static:nonroot
COPY --from=build /app /app
ENTRYPOINT ["/app"]
