package oui

var Names = map[string]string{
	"00:18:82": "HUAWEI TECHNOLOGIES CO.,LTD",
	"00:19:C6": "zte corporation",
	"28:57:BE": "Hangzhou Hikvision Digital Technology Co.,Ltd.",
	"3C:EF:8C": "Zhejiang Dahua Technology Co., Ltd.",
	"60:60:1F": "SZ DJI TECHNOLOGY CO.,LTD",
}
