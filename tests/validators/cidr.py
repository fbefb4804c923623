"""Answers questions about blocks with Python's ipaddress module: a line in, a line out."""

import functools
import ipaddress
import multiprocessing
import sys

networks = functools.lru_cache(maxsize=4096)(ipaddress.ip_network)


def written(block):
    """As Rust and newer Pythons write it, with a mapped IPv4 address in dots."""
    address, slash, length = str(block).partition("/")
    if address.startswith("::ffff:") and "." not in address:
        mapped = ipaddress.ip_address(address).ipv4_mapped
        address = f"::ffff:{mapped}" if mapped else address
    return address + slash + length


def shown(blocks):
    return " ".join(map(written, blocks))


def read(text):
    try:
        return written(ipaddress.ip_network(text))
    except ValueError as error:
        if "host bits" in str(error):
            return "host bits " + written(ipaddress.ip_network(text, strict=False))
        return "malformed"


def about(block):
    block = ipaddress.ip_network(block)
    parent = block.supernet() if block.prefixlen else None
    halves = block.subnets() if block.prefixlen < block.max_prefixlen else []
    return f"{written(block[0])} {written(block[-1])} {block.num_addresses} {written(parent)} {shown(halves)}"


def pair(one, other):
    one, other = networks(one), networks(other)
    told = one.supernet_of(other), one.subnet_of(other), one.overlaps(other), one < other
    return "".join(str(int(it)) for it in told)


def following(block):
    block = networks(block)
    try:
        return written(type(block)((block.broadcast_address + 1, block.prefixlen)))
    except ipaddress.AddressValueError:
        return "none"


def parts(block, length):
    block = networks(block)
    try:
        return shown(block.subnets(new_prefix=int(length)))
    except ValueError:
        return ""


def around(block, length):
    return written(networks(block).supernet(new_prefix=int(length)))


def without(one, other):
    one, other = networks(one), networks(other)
    if not one.overlaps(other):
        return written(one)
    return shown(sorted(one.address_exclude(other))) if other.subnet_of(one) else ""


def between(first, last):
    first, last = ipaddress.ip_address(first), ipaddress.ip_address(last)
    return shown(ipaddress.summarize_address_range(first, last))


def collapse(*blocks):
    return shown(ipaddress.collapse_addresses(map(networks, blocks)))


def listed(text):
    return [networks(block) for block in text.split(",") if block]


def taken_out(blocks, holes):
    for hole in holes:
        left = []
        for block in blocks:
            if hole.overlaps(block):
                if hole.subnet_of(block):
                    left.extend(block.address_exclude(hole))
            else:
                left.append(block)
        blocks = left
    return list(ipaddress.collapse_addresses(blocks))


def shared(ours, theirs):
    both = [max(one, other, key=lambda it: it.prefixlen) for one in ours for other in theirs if one.overlaps(other)]
    return list(ipaddress.collapse_addresses(both))


def sets(ours, theirs):
    ours, theirs = listed(ours), listed(theirs)
    union = ipaddress.collapse_addresses(ours + theirs)
    return " | ".join(map(shown, [union, shared(ours, theirs), taken_out(ours, theirs)]))


def complement(blocks):
    blocks = listed(blocks)
    return shown(taken_out([networks("::/0" if blocks[0].version == 6 else "0.0.0.0/0")], blocks))


def fit(block, taken, length):
    holes = [hole for hole in taken_out([networks(block)], listed(taken)) if hole.prefixlen <= int(length)]
    lowest = min(holes, default=None)
    tightest = min(holes, key=lambda hole: (-hole.prefixlen, hole), default=None)
    return shown(hole and next(hole.subnets(new_prefix=int(length))) for hole in (lowest, tightest))


def covering(one, other):
    one, other = networks(one), networks(other)
    while not other.subnet_of(one):
        one = one.supernet()
    return written(one)


def overlaps(*blocks):
    blocks = [networks(block) for block in blocks]
    pairs = []
    for outer, one in enumerate(blocks):
        for inner, other in enumerate(blocks):
            if other.subnet_of(one) and (one != other or outer < inner):
                pairs.append(f"{outer}>{inner}")
    return " ".join(pairs)


QUESTIONS = {
    question.__name__: question
    for question in (
        read, about, pair, following, parts, around, without, between, collapse, sets, complement, fit, covering, overlaps
    )
}


def answer(line):
    name, *arguments = line.rstrip("\n").split("\t")
    return QUESTIONS[name](*arguments)


if __name__ == "__main__":
    with multiprocessing.Pool() as pool:
        print("\n".join(pool.imap(answer, sys.stdin, chunksize=5000)))
