def mistral_backend(key):
    try:
        from mistralai import Mistral
    except ImportError as error:
        raise RuntimeError("install the optional client") from error
    return lambda text: Mistral(api_key=key).chat.complete(
        model="mistral-large-latest", messages=[{"role": "user", "content": text}]
    )
