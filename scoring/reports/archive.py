"""What makes one file both PDF/A-3a, for the archive, and PDF/UA-1, for who cannot see it.

WeasyPrint writes the first; the second asks for no more than to be said, and for the direction of
each table header.
"""

import pydyf

# PDF/A takes no property that it does not know unless the file describes it.
ACCESSIBLE = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
END = b"</rdf:RDF>"

# A packed stream whose last byte is a carriage return: with the line feed behind it, that is read
# as the end of a line, and the stream as one byte too short. One in 256 is.
LINE_END = b"\r\nendstream"


def finish(_document: object, pdf: pydyf.PDF, *, spare: int = 0) -> None:
    """WeasyPrint's `finisher`, for a document of the variant pdf/a-3a.

    `spare` objects that nothing points to change how all that is no stream is packed, in one
    stream that does not exist yet.
    """
    for _object in range(spare):
        pdf.add_object(pydyf.Dictionary())
    metadata = _found(pdf, pdf.catalog["Metadata"])
    metadata.compress = False  # programs that know no PDF look for it
    metadata.stream = [b"".join(metadata.stream).replace(END, ACCESSIBLE + END)]
    if enclosed := pdf.catalog.get("AF"):  # WeasyPrint names each twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(enclosed))
    for header in pdf.objects:
        if isinstance(header, dict) and header.get("S") == "/TH":
            part = _found(pdf, _found(pdf, header["P"])["P"])
            header["A"]["Scope"] = "/Column" if part["S"] == "/THead" else "/Row"
    pdf.objects[1:] = map(Settled, pdf.objects[1:])  # the first only marks the list of free ones


class Settled(pydyf.Object):
    """An object as its bytes: pydyf works them out twice, and packs a stream each time."""

    data = b""
    compressible = False

    def __init__(self, settled: pydyf.Object) -> None:
        super().__init__()
        self.number = settled.number
        self.compressible = settled.compressible
        self.data = settled.data
        if self.data.endswith(LINE_END):
            settled.compress = False
            self.data = settled.data


def _found(pdf: pydyf.PDF, reference: bytes) -> pydyf.Object:
    return pdf.objects[int(reference.split()[0])]
