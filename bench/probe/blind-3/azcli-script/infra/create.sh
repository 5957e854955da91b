#!/usr/bin/env bash
az group create -n rg-chat -l eastus
az cognitiveservices account create --name acme-chat --resource-group rg-chat --kind OpenAI --sku S0 --location eastus
az cognitiveservices account deployment create -g rg-chat -n acme-chat --deployment-name chat --model-name gpt-4o --model-version 2024-08-06 --model-format OpenAI --sku-capacity 10 --sku-name Standard
