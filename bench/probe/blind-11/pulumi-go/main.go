package main

import (
	"github.com/pulumi/pulumi-gcp/sdk/v8/go/gcp/projects"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		_, err := projects.NewService(ctx, "ai", &projects.ServiceArgs{Service: pulumi.String("aiplatform.googleapis.com")})
		return err
	})
}
