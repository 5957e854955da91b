static const char *known_av[] = {"avp.exe", "ekrn.exe", "MsMpEng.exe", "avgnt.exe"};
