"""How wide the letters of Arial and Calibri are, which Liberation Sans and Carlito share."""

from __future__ import annotations

# Thousandths of the size, and the letters that are as wide.
_ARIAL = {
    191: "'", 222: "ijl‘’", 260: "|", 278: " !,./:;I[\\]ft·", 333: "()-`r“”", 334: "{}", 350: "•", 355: '"', 389: "*",
    469: "^", 500: "Jcksvxyz", 556: "#$0123456789?L_abdeghnopqu–", 584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY",
    722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1000: "—…", 1015: "@",
}  # fmt: skip
_ARIAL_BOLD = {
    238: "'", 278: " ,./I\\ijl·‘’", 280: "|", 333: "!()-:;[]`ft", 350: "•", 389: "*r{}", 474: '"', 500: "z“”",
    556: "#$0123456789J_aceksvxy–", 584: "+<=>^~", 611: "?FLTZbdghnopqu", 667: "EPSVXY", 722: "&ABCDHKNRU", 778: "GOQw",
    833: "M", 889: "%m", 944: "W", 975: "@", 1000: "—…",
}  # fmt: skip
_CALIBRI = {
    221: "'", 226: " ", 229: "il", 239: "j", 250: ",‘’", 252: ".I·", 268: ":;", 291: "`", 303: "()", 305: "f", 306: "-",
    307: "[]", 314: "{}", 319: "J", 326: "!", 335: "t", 349: "r", 386: "/\\", 391: "s", 395: "z", 401: '"', 418: "“”",
    420: "L", 423: "c", 433: "x", 452: "v", 453: "y", 455: "k", 459: "FS", 460: "|", 463: "?", 468: "Z", 471: "g",
    479: "a", 487: "TY", 488: "E", 498: "#*+<=>^_e~–•", 507: "$0123456789", 517: "P", 519: "X", 520: "K",
    525: "bdhnpqu", 527: "o", 533: "C", 543: "R", 544: "B", 567: "V", 579: "A", 615: "D", 623: "H", 631: "G", 642: "U",
    646: "N", 662: "O", 673: "Q", 682: "&", 690: "…", 715: "%w", 799: "m", 855: "M", 890: "W", 894: "@", 905: "—",
}  # fmt: skip
_CALIBRI_BOLD = {
    226: " ", 233: "'", 246: "il", 255: "j", 258: ",‘’", 267: ".I", 268: "·", 276: ":;", 300: "`", 306: "-", 312: "()",
    316: "f", 325: "[]", 326: "!", 331: "J", 344: "{}", 347: "t", 355: "r", 397: "z", 399: "s", 418: "c", 423: "L",
    430: "/\\", 435: "“”", 438: '"', 459: "Fx", 463: "?", 473: "Sv", 474: "gy", 475: "|", 478: "Z", 480: "k", 488: "E",
    494: "a", 495: "T", 498: "#*+<=>^_~–•", 503: "e", 507: "$0123456789", 520: "Y", 529: "C", 532: "P", 537: "bdhnpqu",
    538: "o", 547: "K", 551: "X", 561: "B", 563: "R", 591: "V", 606: "A", 630: "D", 631: "H", 637: "G", 653: "U",
    659: "N", 676: "O", 686: "Q", 705: "&", 711: "…", 729: "%", 745: "w", 813: "m", 874: "M", 898: "@", 905: "—",
    906: "W",
}  # fmt: skip


def _each(widths: dict[int, str]) -> dict[str, float]:
    return {letter: width / 1000 for width, letters in widths.items() for letter in letters}


WIDTHS = {
    ("Arial", False): _each(_ARIAL),
    ("Arial", True): _each(_ARIAL_BOLD),
    ("Calibri", False): _each(_CALIBRI),
    ("Calibri", True): _each(_CALIBRI_BOLD),
}
"""By the font and whether it is bold: the width of each letter in sizes."""
