"""`files.*`: the three steps of an upload."""

from tests.fakes.slack.calls import Call, Method
from tests.fakes.slack.message import SharedFile
from tests.fakes.slack.posting import Posting
from tests.fakes.slack.wire import Json, RefusedError, objects
from tests.fakes.slack.workspace import Workspace

ALT_CHARS = 1_000
_WRITE = ("files:write",)


class FileMethods:
    """Answers `files.getUploadURLExternal` and `files.completeUploadExternal`."""

    def __init__(self, workspace: Workspace, posting: Posting) -> None:
        """Work on *workspace*; `base` is where the server listens, set once it does."""
        self._workspace = workspace
        self._posting = posting
        self.base = ""

    def methods(self) -> dict[str, Method]:
        """Return each method by its name."""
        return {
            "files.completeUploadExternal": Method(self._complete, _WRITE),
            "files.getUploadURLExternal": Method(self._begin, _WRITE),
        }

    def receive(self, file_id: str, content: bytes) -> None:
        """Take the bytes of an upload that was begun.

        Raises:
            RefusedError: file_not_found, or the size differs from what was announced.
        """
        file = self._workspace.files.get(file_id)
        if file is None:
            raise RefusedError("file_not_found")
        if len(content) != file.announced_bytes:
            raise RefusedError("file_upload_size_restricted")
        file.content = content
        self._workspace.changes.tell()

    def _begin(self, call: Call) -> Json:
        call.need("filename", "length")
        alt_text = call.arguments.get("alt_txt")
        if alt_text is not None and len(str(alt_text)) > ALT_CHARS:
            raise RefusedError("alt_txt_too_large")
        file = SharedFile(
            id=self._workspace.ids.new("F"),
            name=str(call.arguments["filename"]),
            alt_text=None if alt_text is None else str(alt_text),
            announced_bytes=int(call.arguments["length"]),
        )
        self._workspace.files[file.id] = file
        return {"upload_url": f"{self.base}/upload/v1/{file.id}", "file_id": file.id}

    def _complete(self, call: Call) -> Json:
        call.need("files")
        shared = []
        for each in objects(call.arguments["files"]):
            file = self._workspace.files.get(str(each.get("id")))
            if file is None or file.content is None:
                raise RefusedError("file_not_found")
            file.title = each.get("title")
            shared.append(file)
        if call.arguments.get("channel_id"):
            self._share(call, shared)
        return {"files": [{"id": file.id, "title": file.title} for file in shared]}

    def _share(self, call: Call, files: list[SharedFile]) -> None:
        channel = self._workspace.get_channel(call.arguments["channel_id"])
        if self._workspace.bot.id not in channel.members:
            raise RefusedError("not_in_channel")
        comment = call.arguments.get("initial_comment") or files[0].alt_text or files[0].name
        sent = {"text": comment, "thread_ts": call.arguments.get("thread_ts")}
        message = self._posting.post(channel.id, sent, via="upload")
        message.files = [file.id for file in files]
        for file in files:
            file.channel = channel.id
