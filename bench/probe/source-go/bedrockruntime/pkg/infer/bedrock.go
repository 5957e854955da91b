package infer

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
)

const modelID = "meta.llama3-1-70b-instruct-v1:0"

func Invoke(ctx context.Context, c *bedrockruntime.Client, body []byte) (*bedrockruntime.InvokeModelOutput, error) {
	return c.InvokeModel(ctx, &bedrockruntime.InvokeModelInput{ModelId: aws.String(modelID), Body: body})
}
