#import <DJISDK/DJISDK.h>
#import "Drone.h"

@implementation Drone
- (void)start {
    [DJISDKManager registerAppWithDelegate:self];
}
@end
