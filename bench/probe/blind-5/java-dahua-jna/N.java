import com.sun.jna.*;

interface N extends Library { N I = Native.load("dhnetsdk", N.class); boolean CLIENT_Init(Pointer p, long l); }
