"""Hypothesis strategies for scripts of operations with the crate mio.

`tests/oracle/mio_scripts.rs` describes them. Unix sockets and pipes deliver at once, and in the
same order each time.
"""

from typing import Final

from hypothesis import strategies as st

_MADE: Final = (
    "poll=p poll=q registry=r,p waker=w,p,9 waker=v,q,8 unix_pair=a,b pipe=c,d datagram_pair=e,f"
    " dup=a,g"
)
"""What each script begins with."""

_registries = st.sampled_from("pqr")
_sources = st.sampled_from("abcdefg")
_tokens = st.sampled_from(["0", "1", "7", "18446744073709551615"])
_interests = st.lists(st.sampled_from("rwp"), min_size=1, max_size=3, unique=True).map("".join)
_sizes = st.sampled_from(["1", "3", "64"])
_data = st.sampled_from(["61", "616263", "-"])


def _words(form: str, *words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*words).map(lambda filled: form.format(*filled))


def _of(names: str, form: str, *words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return _words(form, st.sampled_from(names), *words)


_operations = st.one_of(
    _words("{}.register={},{},{}", _registries, _sources, _tokens, _interests),
    _words("{}.reregister={},{},{}", _registries, _sources, _tokens, _interests),
    _words("{}.deregister={}", _registries, _sources),
    _of("pq", "{}.poll={}", st.sampled_from(["0", "1", "2", "16"])),
    _of("pq", "{}.debug_events=16"),
    _of("wv", "{}.wake"),
    _of("ab", "{}.write={}", _data),
    _of("c", "{}.write={}", _data),
    _of("ef", "{}.send={}", _data),
    _of("abd", "{}.read={}", _sizes),
    _of("ef", "{}.recv={}", _sizes),
    _of("abef", "{}.shutdown={}", st.sampled_from(["Read", "Write", "Both"])),
    # Without a and g, second descriptors of one socket: of a closed one stdnet tells less.
    _of("bcdefrwv", "close={}"),
    # New descriptors, which get the numbers of those that are closed.
    st.sampled_from(["pipe=c,d", "datagram_pair=e,f"]),
)

# Each `poll` shows all that has happened until then.
scripts: Final = st.lists(_operations, min_size=1, max_size=30).map(
    lambda operations: " ".join([_MADE, *operations, "p.poll=16", "q.poll=16"])
)
