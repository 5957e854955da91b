#import "WXApi.h"
- (void)go { [WXApi registerApp:@"wx123" universalLink:@"https://a.example/"]; }
