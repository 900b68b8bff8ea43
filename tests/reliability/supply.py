"""Licences, bans and sources of all that is linked, by deny.toml and what cargo knows; and no `unsafe` of our own.

    supply.py

For machines without cargo-deny. It reads the same file, and is stricter where that is simpler: a licence must be allowed
as it is written, alternatives apart.
"""

import json
import re
import subprocess
import tomllib

import common


def allowed(expression, allow):
    """Whether one way to read a licence expression is allowed."""
    expression = expression.replace("/", " OR ")
    tokens = re.findall(r"\(|\)|[^\s()]+", expression)

    def either():
        result = both()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            result = both() or result
        return result

    def both():
        result = one()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            result = one() and result
        return result

    def one():
        name = tokens.pop(0)
        if name == "(":
            result = either()
            tokens.pop(0)
            return result
        if tokens and tokens[0] == "WITH":
            name = " ".join([name, tokens.pop(0), tokens.pop(0)])
        return name in allow

    return either()


def main():
    findings = common.Findings("supply")
    rules = tomllib.loads((common.ROOT / "deny.toml").read_text())
    metadata = subprocess.run(
        ["cargo", "metadata", "--locked", "--format-version", "1"], cwd=common.ROOT, capture_output=True, text=True, check=True
    )
    packages = json.loads(metadata.stdout)["packages"]
    banned = {entry["crate"] for entry in rules["bans"]["deny"]}
    for package in packages:
        name = f"{package['name']} {package['version']}"
        if not package["license"] or not allowed(package["license"], rules["licenses"]["allow"]):
            findings.add(f"{name} is under {package['license'] or package['license_file']}")
        # A package of another name may be renamed to this one.
        if package["name"] in banned:
            findings.add(f"{name} is banned")
        source = package["source"]
        if source is not None and not source.startswith(("registry+", "sparse+")):
            findings.add(f"{name} comes from {source}")
    text = (common.ROOT / "Cargo.toml").read_text()
    if tomllib.loads(text)["lints"]["rust"]["unsafe_code"] != "forbid":
        findings.add("`unsafe` is not forbidden")
    for path in sorted((common.ROOT / "src").rglob("*.rs")):
        if re.search(r"^\s*#!?\[(allow|expect)\(.*unsafe_code", path.read_text(), re.M):
            findings.add(f"{path.relative_to(common.ROOT)} allows `unsafe`")
    if len(packages) < 50:
        findings.add("cargo tells of hardly any package")
    findings.end(f"{len(packages)} packages")


main()
