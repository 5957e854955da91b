"""Which surface an entry belongs to, by its path alone. The one place that says so.

What lies in an archive belongs to the archive, and what lies in an image to the image, whatever it is itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.discover.paths.tooling import Tools
from muniment.discover.text.lexis import Form, form_of_ending
from muniment.domain.patterns import lazily
from muniment.domain.surface import Surface

if TYPE_CHECKING:
    from muniment.domain.tooling import Tooling

_INSTALLED: Final = ("dpkg/status", "dpkg/available", "db/installed")
"""Lists of what is installed on a system, which lock what they name."""
_OF_IMAGE: Final = "sha256:"
"""How the path of what is in a layer of an image begins."""
INSIDE: Final = "!/"
"""What stands between an archive and the path of a member of it."""

_MANIFESTS = (
    "package.json pyproject.toml setup.py setup.cfg tox.ini pkg-info pipfile cargo.toml composer.json conda.yml "
    "conda.yaml environment.yml environment.yaml meta.yaml recipe.yaml deno.json deno.jsonc import_map.json go.mod "
    "go.work pom.xml ivy.xml pom.properties mix.exs packages.config directory.packages.props directory.build.props "
    "directory.build.targets gemfile pluginfile package.swift podfile pubspec.yaml pubspec_overrides.yaml bower.json "
    "cpanfile deps.edn bb.edn project.clj .yarnrc.yml paket.references dub.json project.toml description rebar.config "
    "package.yaml build.bazel module.bazel workspace vcpkg.json conanfile.txt "
    "conanfile.py paket.dependencies cartfile pnpm-workspace.yaml elm.json shard.yml stack.yaml dependencies.toml "
    "metadata oh-package.json5 brewfile pixi.toml"
)
_LOCKS = (
    "package-lock.json .package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock "
    "poetry.lock uv.lock pdm.lock pipfile.lock cargo.lock composer.lock installed.json go.sum go.work.sum modules.txt "
    "gradle.lockfile buildscript-gradle.lockfile gemfile.lock gems.locked package.resolved podfile.lock pubspec.lock "
    "mix.lock packages.lock.json conda-lock.yml conda-lock.yaml pixi.lock paket.lock project.assets.json "
    "project.lock.json maven_install.json module.bazel.lock gopkg.lock glide.lock godeps.json vlt-lock.json rebar.lock "
    "shard.lock stack.yaml.lock cabal.project.freeze manifest.toml renv.lock packrat.lock conan.lock cartfile.resolved "
    "gomod2nix.toml flake.lock cpanfile.snapshot devbox.lock spago.lock lake-manifest.json oh-package-lock.json5 "
    "verification-metadata.xml"
)
_BILLS = "bom.json bom.xml"
_MODELS = (
    "modelfile adapter_config.json genai_config.json generation_config.json tokenizer_config.json model_index.json "
    "tokenizer.json params.json"
)
_CI = (
    "jenkinsfile .gitlab-ci.yml .gitlab-ci.yaml azure-pipelines.yml azure-pipelines.yaml bitbucket-pipelines.yml "
    "bitbucket-pipelines.yaml .travis.yml .drone.yml .cirrus.yml appveyor.yml .appveyor.yml cloudbuild.yaml "
    "cloudbuild.yml buildspec.yml buildspec.yaml .woodpecker.yml action.yml action.yaml dependabot.yml"
)
_INFRASTRUCTURE = (
    "dockerfile containerfile chart.yaml values.yaml kustomization.yaml kustomization.yml skaffold.yaml procfile "
    "pulumi.yaml serverless.yml serverless.yaml template.yaml cdk.json ansible.cfg playbook.yml site.yml fly.toml "
    "azuredeploy.json template.yml "
    "render.yaml vercel.json netlify.toml wrangler.toml app.yaml samconfig.toml terragrunt.hcl docker-bake.hcl"
)
_NAMED: Final = {
    name: surface
    for surface, names in (
        (Surface.MANIFEST, _MANIFESTS),
        (Surface.LOCK_FILE, _LOCKS),
        (Surface.BILL_OF_MATERIALS, _BILLS),
        (Surface.MODEL_FILE, _MODELS),
        (Surface.CI, _CI),
        (Surface.INFRASTRUCTURE, _INFRASTRUCTURE),
    )
    for name in names.split()
}
_ENDINGS: Final = {
    ending: surface
    for surface, endings in (
        (Surface.INFRASTRUCTURE, "tf tfvars hcl bicep nomad dockerfile"),
        (Surface.MODEL_FILE, "safetensors gguf ggml onnx pt pth ckpt h5 keras tflite mlmodel mlpackage pb llamafile"),
        (Surface.PROGRAM, "so dll dylib exe class dex wasm pyc pyd node o a lib obj ko sys elf"),
        (Surface.DOCUMENT, "docx xlsx pptx doc xls ppt pdf odt ods rtf epub"),
        (
            Surface.ARCHIVE,
            "zip jar war ear aar apk aab whl egg nupkg gem crate tar tgz tbz2 txz gz bz2 xz zst 7z rar deb rpm iso msi",
        ),
        (
            Surface.MANIFEST,
            "csproj fsproj vbproj nuspec gemspec gemfile rockspec sbt mill cabal podspec opam pom gradle",
        ),
        (Surface.LOCK_FILE, "lockfile"),
        (Surface.SOURCE_CODE, "qmd rmd html htm xhtml jinja jinja2 hbs ejs erb jsp cshtml"),
        (Surface.OTHER, "map snap log srt vtt sum"),
    )
    for ending in endings.split()
}
_SPECIAL: Final = lazily(
    r"(?P<bill>\.cdx\.(?:json|xml)$|\.spdx(?:3?\.(?:json|jsonld|yaml|yml|rdf|xml|rdf\.xml))?$"
    r"|(?:sbom|ai-?bom|ml-?bom).*\.(?:json|xml)$"
    r"|\.intoto\.jsonl?$|\.sarif(?:\.json)?$)"
    r"|(?P<document>(?:supplier|vendor|sub-?processor)[^/]*\.(?:csv|tsv|html?|ya?ml)$)"
    r"|(?P<lock>^pylock\..*toml$|(?:^|[.-])conda-lock\.ya?ml$|\.lockfile$|\.gemfile\.lock$)"
    r"|(?P<manifest>^maven-metadata.*\.xml$|\.gradle(?:\.kts|\.dcl)?$|\.versions\.toml$|-pom\.xml$|^package@swift-"
    r"|(?:requirement|constraint)s?.*\.(?:txt|in|pip)$|environment.*\.ya?ml$"
    r"|(?:^|[-_.])(?:reqs?|pins|frozen|freeze|pip-deps)(?:[-_.].*)?\.(?:txt|in|pip)$)"
    r"|(?P<infrastructure>^(?:docker-)?compose.*\.ya?ml$|^dockerfile|\.dockerfile|^containerfile|\.tf\.json$"
    r"|^values[.-].*\.ya?ml$|^pulumi\..*\.ya?ml$)"
    r"|(?P<ci>^\.gitlab-ci|^azure-pipelines.*\.ya?ml$|^jenkinsfile)"
)
_GROUPS: Final = {
    "bill": Surface.BILL_OF_MATERIALS,
    "document": Surface.DOCUMENT,
    "lock": Surface.LOCK_FILE,
    "manifest": Surface.MANIFEST,
    "infrastructure": Surface.INFRASTRUCTURE,
    "ci": Surface.CI,
}
_PIPELINES: Final = lazily(
    r"(?:^|/)(?:\.(?:github|gitea|forgejo)/(?:workflows|actions)|\.circleci|\.buildkite|\.gitlab/ci|\.azure-pipelines"
    r"|\.woodpecker|\.tekton|\.teamcity)/"
)
_FOR_MACHINES: Final = lazily(
    r"(?:^|/)(?:k8s|kubernetes|helm|charts?|terraform|ansible|playbooks|cloudformation|manifests|deploy(?:ment)?s?|infra"
    r"|infrastructure|roles)/"
)
_IN_FOLDERS_OF_MODELS: Final = lazily(r"(?:^|/)(?:models--[^/]+--[^/]+|\.ollama/models)/")
"""Where programs keep the models that they fetched."""
_BY_FORM: Final = {
    Form.CODE: Surface.SOURCE_CODE,
    Form.SHELL: Surface.SOURCE_CODE,
    Form.NOTEBOOK: Surface.SOURCE_CODE,
    Form.SETTINGS: Surface.CONFIGURATION,
    Form.PROSE: Surface.DOCUMENT,
    Form.DATA: Surface.OTHER,
}
_OF_SPECIALS: Final = frozenset(
    [
        *("json", "jsonl", "jsonld", "xml", "spdx", "rdf", "toml", "yml", "yaml", "csv", "tsv", "html", "htm"),
        *("lockfile", "lock", "sarif", "gradle", "kts", "dcl", "swift", "txt", "in", "pip", "dockerfile"),
    ]
)
"""Endings of the names for which the expressions above are made."""
_SURELY_CODE: Final = frozenset(
    [*"chsS", "cc", "cpp", "hpp", "js", "ts", "jsx", "tsx", "go", "java", "kt", "rs", "rb", "php", "cs", "scala"]
)
"""Endings of most files of most trees, which need no further question."""


class Surfaces:
    """Says which surface a path belongs to; what the tools of people are called is data of the rulebook."""

    def __init__(self, tooling: Tooling) -> None:
        """Compile the names of tools."""
        self._tools = Tools(tooling)
        self._endings = frozenset(name.rpartition(".")[2].lower() for name in tooling.files)
        self._may_be_anywhere = not all(name.startswith(".") for name in tooling.folders)

    def of(self, path: str) -> Surface:
        """Return the surface of the entry at `path`, which has `/` between folders."""
        if INSIDE in path:
            return Surface.ARCHIVE
        if path.startswith(_OF_IMAGE):
            return Surface.IMAGE
        hidden = "/." in path or path.startswith(".")
        ending = path[path.rfind(".") + 1 :]
        if ending in _SURELY_CODE and not hidden:
            return Surface.SOURCE_CODE
        if hidden and _PIPELINES.search(path.lower()):
            return Surface.CI
        if (hidden or self._may_be_anywhere or ending.lower() in self._endings) and self._tools.own(path):
            return Surface.AGENT_CONFIGURATION
        return _by_name(path.lower())


def _by_name(path: str) -> Surface:
    name = path[path.rfind("/") + 1 :]
    if named := _NAMED.get(name):
        return named
    stem, dot, ending = name.rpartition(".")
    may_be_special = (
        not dot or ending in _OF_SPECIALS or stem.startswith(("dockerfile", "containerfile", "jenkinsfile"))
    )
    if may_be_special and (special := _SPECIAL.search(name)):
        return _GROUPS[special.lastgroup or ""]
    return _by_ending(path, name)


def _by_ending(path: str, name: str) -> Surface:
    if "models" in path and _IN_FOLDERS_OF_MODELS.search(path):
        return Surface.MODEL_FILE
    stem, dot, ending = name.rpartition(".")
    if path.endswith(_INSTALLED):
        return Surface.LOCK_FILE
    if not dot:
        return Surface.OTHER if form_of_ending(name) is None else Surface.SOURCE_CODE
    if known := _ENDINGS.get(ending):
        return known
    form = form_of_ending(ending) or (form_of_ending(stem.rpartition(".")[2]) if "." in stem else None)
    found = Surface.OTHER if form is None else _BY_FORM[form]
    if found is Surface.CONFIGURATION and _FOR_MACHINES.search(path):
        return Surface.INFRASTRUCTURE
    return found
