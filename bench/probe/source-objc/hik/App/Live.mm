#import "EZOpenSDK.h"
#import "EZPlayer.h"

@implementation Live
- (void)login { [EZOpenSDK initLibWithAppKey:@"k"]; }
@end
