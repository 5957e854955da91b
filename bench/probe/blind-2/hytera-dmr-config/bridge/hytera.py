from kaitaistruct import KaitaiStream
from kaitai.hytera_dmr_application_protocol import HyteraDmrApplicationProtocol

def handle(data: bytes):
    pkt = HyteraDmrApplicationProtocol.from_bytes(data)
    return pkt.opcode
