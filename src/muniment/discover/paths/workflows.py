"""Files that tell a build server what to run."""

from __future__ import annotations

from functools import lru_cache

from muniment.domain.patterns import lazily

_WORKFLOW = lazily(
    r"(?i)(?:^|/)(?:\.(?:github|gitea|forgejo)/(?:workflows|actions)/.+|\.gitlab-ci[^/]*|\.gitlab/.+|\.circleci/.+|\.buildkite/.+"
    r"|\.woodpecker(?:/.+)?|\.harness/.+|\.azure-?(?:pipelines|devops)/.+|azure-pipelines[^/]*|bitbucket-pipelines|\.drone|\.travis|\.cirrus|\.semaphore/.+"
    r"|\.appveyor|appveyor|codefresh|buildspec[^/]*|cloudbuild[^/]*|action)\.ya?ml$"
    r"|(?:^|/)jenkinsfile[^/]*$|\.jenkinsfile$|(?:^|/)\.drone\.(?:jsonnet|star)$|(?:^|/)\.teamcity/.+\.kts?$"
)


@lru_cache(maxsize=256)
def is_workflow(path: str) -> bool:
    """Say whether the file at `path` tells a build server what to run."""
    return _WORKFLOW.search(path) is not None
