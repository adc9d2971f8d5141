"""Types of what this repository uses of the file systems of pyarrow."""

from typing import ClassVar

from pyarrow import NativeFile

class FileType:
    name: str
    NotFound: ClassVar[FileType]
    Unknown: ClassVar[FileType]
    File: ClassVar[FileType]
    Directory: ClassVar[FileType]

class FileInfo:
    @property
    def type(self) -> FileType: ...
    @property
    def mtime_ns(self) -> int | None: ...

class FileSystem:
    def get_file_info(self, paths_or_selector: str) -> FileInfo: ...
    def open_input_file(self, path: str) -> NativeFile: ...

class FileSystemHandler: ...

class PyFileSystem(FileSystem):
    def __init__(self, handler: FileSystemHandler) -> None: ...

def resolve_s3_region(bucket: str) -> str: ...
