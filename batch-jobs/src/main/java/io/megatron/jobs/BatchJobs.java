package io.megatron.jobs;

import io.megatron.jobs.frame.JobSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** What a node with the role {@code jobs} has beside {@code ExchangeCore}. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableConfigurationProperties(JobSettings.class)
public class BatchJobs {}
