"""Sitemaps against the schema of their protocol, which the npm package sitemap brings along."""

import sys
from pathlib import Path

from lxml import etree

schema = etree.XMLSchema(file=str(Path(__file__).parent / "node_modules/sitemap/schema/sitemap.xsd"))
pages = complaints = 0
for path in sys.argv[1:]:
    document = etree.parse(path)
    pages += len(document.getroot())
    if not schema.validate(document):
        for error in schema.error_log:
            complaints += 1
            print(f"sitemap: {path}:{error.line}: {error.message}", file=sys.stderr)
print(f"sitemap: {len(sys.argv) - 1} maps, {pages} pages, {complaints} complaints")
sys.exit(1 if complaints or not pages else 0)
