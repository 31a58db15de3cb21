"""How much a heavy test does: a tenth in `script/test`; all of it when RPTC_FULL_SIZE is set."""

import os

IS_FULL = bool(os.environ.get("RPTC_FULL_SIZE"))


def size(full):
    return full if IS_FULL else full // 10
