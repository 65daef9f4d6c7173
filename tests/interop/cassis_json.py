"""Our CAS through DKPro Cassis, and out again: python cassis_json.py OURS OUT"""
import sys
import cassis

with open(sys.argv[1], encoding="utf-8") as file:
    cas = cassis.load_cas_from_json(file)
for annotation in cas.select("custom.Stance"):
    print(annotation.label, annotation.get_covered_text())
cas.to_json(sys.argv[2], pretty_print=True)
