FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY mockcal mockcal
COPY fixtures fixtures
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir '.[tls]' \
 && /venv/bin/python -m compileall -q /venv

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 mockcal
COPY --from=build /venv /venv
USER mockcal
# Whoever mounts a volume here (the authority of --tls) must be able to write to it.
RUN mkdir -p /home/mockcal/.local/share/mockcal
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 MOCKCAL_HOST=0.0.0.0 MOCKCAL_PORT=5555
EXPOSE 5555
HEALTHCHECK --interval=2s --timeout=2s --start-period=10s --retries=15 \
  CMD ["python", "-c", "import os,urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ['MOCKCAL_PORT']}/_mock/health\", timeout=2)"]
CMD ["mockcal", "serve"]
