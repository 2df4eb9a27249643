"""`mockcal`: serve the API, check and export fixtures, list what is built, compare with a document."""

from mockcal.settings import Settings


def main() -> None:
    """Until the commands stand: serve."""
    serve(Settings())


def serve(settings: Settings) -> None:
    import uvicorn

    from mockcal.app import create_app

    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level="warning", ws="none")
