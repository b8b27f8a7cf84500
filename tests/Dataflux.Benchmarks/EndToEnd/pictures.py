#!/usr/bin/env python3
"""What a careful user would write instead of a profile: all items in memory, one COPY, no merge, no resume, no rejects.

pictures.py EXPORT-FOLDER 'PSQL-CONNECTION' writes the rows of migrations/pictures.csx into the empty table picture. Only a picture that lies in
several files may differ, where the profile's merge rules choose between two files and this takes the first.
"""
import glob
import gzip
import json
import subprocess
import sys
import uuid

LANGUAGES = {0: "en", 1: "de", 3: "fr", 4: "it", 5: "nl", 6: "es", 9: "tr", 11: "da", 13: "nb", 14: "pl", 15: "ru", 16: "ro", 17: "hu"}
SIZES = {85: (2560, 1440), 72: (640, 480), 68: (310, 310)}
TYPES = {".png": "image/png", ".gif": "image/gif"}
MAX_ID = 20_000_000


def value(item, name):
    typed = item.get(name)
    if typed is None or "NULL" in typed:
        return None
    return next(iter(typed.values()))


def number(item, name):
    text = value(item, name)
    return None if text is None else int(text)


def row(item):
    url = value(item, "url")
    return (number(item, "languageId"), number(item, "agencyId"), number(item, "formatId"), url[5:] if url.startswith("/img/") else url,
            value(item, "caption") or "", number(item, "formatPictureId"), number(item, "originalWidth"), number(item, "originalHeight"))


def stem(path):
    dot = path.rfind(".")
    return dot if path.rfind("/") < dot < len(path) - 1 else len(path)


def has_file(one):
    return one[5] is not None and one[2] in SIZES and stem(one[3]) < len(one[3])


def record(key, rows, time):
    primary = next((one for one in rows if one[2] == 85), rows[0])
    sized = next((one for one in rows if one[6] is not None and one[7] is not None), None)
    captions = {}
    for one in rows:
        code = LANGUAGES.get(one[0])
        if one[4] and code:
            captions[code] = one[4]
    captions.setdefault("en", "")
    variants = {}
    for one in rows:
        of = (one[2], one[5])
        if of not in variants or has_file(one) or not has_file(variants[of]):
            variants[of] = one
    shown = []
    for one in sorted(variants.values(), key=lambda one: (str(one[2]), "null" if one[5] is None else str(one[5]))):
        width, height = SIZES[one[2]] if has_file(one) else (None, None)
        at = stem(one[3])
        path = f"{one[3][:at]}-{one[5]}-{width}-{height}{one[3][at:]}" if has_file(one) else None
        shown.append({"path": path, "width": width, "height": height, "formatId": one[2], "formatPictureId": one[5]})
    kind = TYPES.get(primary[3][stem(primary[3]):].lower(), "image/jpeg")
    width, height = (sized[6], sized[7]) if sized else (None, None)
    return (key, uuid.uuid5(uuid.NAMESPACE_DNS, str(key)), primary[3], kind, json.dumps(captions), primary[1], None, None, width, height,
            "[]", "[]", "MEDIA", "migration-script", time, time, json.dumps(shown))


def field(given):
    if given is None:
        return "\\N"
    return str(given).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def main():
    folder, connection = sys.argv[1:]
    with open(glob.glob(f"{folder}/AWSDynamoDB/*/manifest-summary.json")[0], encoding="utf-8") as summary:
        time = json.load(summary)["exportTime"]
    pictures = {}
    for path in files_in_order(folder):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                item = json.loads(line)["Item"]
                key = number(item, "pictureId") if "pictureId" in item else None
                if key is not None and key < MAX_ID:
                    pictures.setdefault(key, []).append(row(item))
    with subprocess.Popen(["psql", connection, "-q", "-v", "ON_ERROR_STOP=1", "-c", "copy picture from stdin"],
                          stdin=subprocess.PIPE, text=True, encoding="utf-8") as psql:
        for key, rows in pictures.items():
            psql.stdin.write("\t".join(map(field, record(key, rows, time))) + "\n")
    sys.exit(psql.returncode)


def files_in_order(folder):
    manifest = glob.glob(f"{folder}/AWSDynamoDB/*/manifest-files.json")[0]
    with open(manifest, encoding="utf-8") as lines:
        names = [json.loads(line)["dataFileS3Key"].rsplit("/", 1)[1] for line in lines if line.strip()]
    return [glob.glob(f"{folder}/AWSDynamoDB/*/data/{name}")[0] for name in names]


if __name__ == "__main__":
    main()
