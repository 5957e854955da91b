ARG TAG=latest
FROM ghcr.io/berriai/litellm:${TAG}
COPY config.yaml /app/
ENV AZURE_API_BASE=https://contoso.openai.azure.com
