from pysnmp.hlapi import CommunityData, ContextData, ObjectIdentity, ObjectType, SnmpEngine, UdpTransportTarget, getCmd

HW_CPU_USAGE = "1.3.6.1.4.1.2011.5.25.31.1.1.1.1.5"
CALL = getCmd(SnmpEngine(), CommunityData("monitor"), UdpTransportTarget(("10.0.0.1", 161)), ContextData(),
              ObjectType(ObjectIdentity(HW_CPU_USAGE)))
