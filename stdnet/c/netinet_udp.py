"""C's <netinet/udp.h>: options of a UDP socket."""

from __future__ import annotations

from typing import Final

# fmt: off
__all__ = [
    "UDP_CORK", "UDP_ENCAP", "UDP_NO_CHECK6_TX", "UDP_NO_CHECK6_RX", "UDP_SEGMENT", "UDP_GRO",
    "UDP_ENCAP_ESPINUDP_NON_IKE", "UDP_ENCAP_ESPINUDP", "UDP_ENCAP_L2TPINUDP", "UDP_ENCAP_GTP0",
    "UDP_ENCAP_GTP1U",
]
# fmt: on

UDP_CORK: Final = 1
UDP_ENCAP: Final = 100
UDP_NO_CHECK6_TX: Final = 101
UDP_NO_CHECK6_RX: Final = 102
UDP_SEGMENT: Final = 103
UDP_GRO: Final = 104

UDP_ENCAP_ESPINUDP_NON_IKE: Final = 1
UDP_ENCAP_ESPINUDP: Final = 2
UDP_ENCAP_L2TPINUDP: Final = 3
UDP_ENCAP_GTP0: Final = 4
UDP_ENCAP_GTP1U: Final = 5
