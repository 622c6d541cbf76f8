"""The peer of the benchmark: the same 11 checks with FastAPI, Pydantic and uvicorn, as Debian packages them. Nothing is stored."""
import hashlib
import os
import tempfile
from typing import List

from fastapi import FastAPI, Request
from pydantic import BaseModel


class Application(BaseModel):
    given_names: str
    surname: str
    reference: str
    street: str
    city: str
    age: int
    amount: float
    months: int
    income: float
    dependents: int
    debt: float


class Verification(BaseModel):
    product: str
    application: Application


class Item(BaseModel):
    code: str
    severity: str
    confidence: float
    check: str


class Check(BaseModel):
    name: str
    verdict: str
    items: List[int]


class Result(BaseModel):
    product: str
    outcome: str
    checks: List[Check]
    items: List[Item]


# check, field, lowest, highest: of the number, or of the length of the text
CHECKS = [
    ("given_names", "given_names", 1, 80),
    ("surname", "surname", 1, 80),
    ("reference", "reference", 8, 40),
    ("street", "street", 1, 120),
    ("city", "city", 1, 80),
    ("age", "age", 18, 75),
    ("amount", "amount", 1000, 250000),
    ("months", "months", 3, 60),
    ("income", "income", 3000, 1000000),
    ("dependents", "dependents", 0, 12),
    ("debt", "debt", 0, 500000),
]

app = FastAPI()


@app.get("/readyz")
async def readyz() -> dict:
    return {"ready": True}


@app.post("/v1/verifications", response_model=Result, status_code=201)
async def verify(request: Verification) -> Result:
    checks, items = [], []
    for name, field, lowest, highest in CHECKS:
        value = getattr(request.application, field)
        size = len(value) if isinstance(value, str) else value
        if lowest <= size <= highest:
            checks.append(Check(name=name, verdict="pass", items=[]))
            continue
        checks.append(Check(name=name, verdict="fail", items=[len(items)]))
        items.append(Item(code="bench.out_of_range", severity="critical", confidence=1, check=name))
    outcome = "reject" if items else "approve"
    return Result(product=request.product, outcome=outcome, checks=checks, items=items)


@app.post("/upload", status_code=201)
async def upload(request: Request) -> dict:
    """Keeps a body as the host keeps evidence: in a file, piece by piece, with its SHA-256."""
    digest, size = hashlib.sha256(), 0
    with tempfile.TemporaryFile(dir=os.environ.get("BENCH_UPLOADS")) as file:
        async for piece in request.stream():
            digest.update(piece)
            file.write(piece)
            size += len(piece)
        file.flush()
        os.fsync(file.fileno())  # the host answers when evidence is on disk, too
    return {"sha256": digest.hexdigest(), "size": size}
