"""Encrypted columns, as a test writes them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

class KmsClient: ...
class KmsConnectionConfig: ...

class EncryptionConfiguration:
    def __init__(
        self, footer_key: str, *, column_keys: Mapping[str, Sequence[str]] | None = None, plaintext_footer: bool | None = None
    ) -> None: ...

class CryptoFactory:
    def __init__(self, kms_client_factory: Callable[[KmsConnectionConfig], KmsClient]) -> None: ...
    def file_encryption_properties(
        self, kms_connection_config: KmsConnectionConfig, encryption_config: EncryptionConfiguration
    ) -> Any: ...
